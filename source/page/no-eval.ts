import {config} from 'zod';

// Schemas would make functions of texts, which this page is not allowed. They ask when they are made: this comes before them.
config({jitless: true});
