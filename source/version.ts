import {createRequire} from 'node:module';

/** As package.json says. This file stands as deep as dist/ does, so that one path holds in the source and in the bundle. */
export const {version} = createRequire(import.meta.url)('../package.json') as {version: string};
