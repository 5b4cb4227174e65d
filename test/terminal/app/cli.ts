#!/usr/bin/env node
/** A program in the shape of ours: tiny until it needs the screen. */
if (process.argv.includes('--version')) console.log('1.2.3');
else await import('./screen.js').then(({start}) => start());
