// What is loaded for a report as a page, all at once.
export {readMessages} from './messages.js';
export {page} from './page.js';
