/** A table of a report: plain text, outside text included, to be escaped for where it goes. */
export type ReportTable = {title: string; header: string[]; rows: string[][]};
