/**
 * The part of undici that is used, in a module of its own: imported by name it is bundled by name, and a dynamic import of
 * this file (instead of the CommonJS package) gives the names in a bundle as well as in the source.
 */
export {Agent, request} from 'undici';
