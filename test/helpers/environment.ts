import fc from 'fast-check';

// Ink draws only its last frame where CI is set, to whatever value; the other two would change what the screen shows.
for (const name of ['CI', 'NO_COLOR', 'FORCE_COLOR']) delete process.env[name];
// Times on the screen are those of the place where it stands.
process.env.TZ = 'UTC';
// The same examples at every run, so that what passes once passes again; `npm run fuzz` looks for new ones.
if (!process.env.FUZZ) fc.configureGlobal({seed: 1313});
