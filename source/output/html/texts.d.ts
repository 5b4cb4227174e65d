// The page's style and script are texts to this program; source/build/bundle.mjs and test/vitest.config.ts load them so.
declare module '*.css' {
  const text: string;
  export default text;
}

declare module '*.client.js' {
  const text: string;
  export default text;
}
