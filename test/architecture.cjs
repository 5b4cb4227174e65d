// Who may import whom. The table reads: a folder, and what of ours it may reach besides itself.
// `npm run imports` enforces it; a new folder needs a row here before anything can import it.
const rules = {
  call: [],
  text: [],
  terminal: ['text'],
  vonage: ['call', 'text'],
  world: ['call'],
  intake: ['vonage', 'call', 'text'],
  media: ['recording/folder', 'vonage', 'call', 'text'],
  poller: ['vonage', 'call', 'text'],
  tunnel: ['intake/probe', 'call', 'text'],
  recording: ['vonage', 'call', 'text'],
  bus: ['recording', 'vonage', 'call', 'text'],
  doctor: ['tunnel', 'intake', 'recording', 'vonage', 'call', 'text'],
  link: ['doctor/refusals', 'tunnel', 'recording/(lock|folder)', 'output/write-file', 'vonage', 'call', 'text'],
  config: ['vonage', 'call', 'text'],
  filter: ['world', 'call', 'text'],
  store: ['world', 'filter', 'call', 'text'],
  output: ['store', 'filter', 'world', 'call', 'text', 'vonage/event', 'vonage/list'],
  screen: ['store', 'filter', 'world', 'call', 'text', 'terminal', 'output', 'vonage/ncco/describe'],
  flow: ['output', 'world', 'call', 'text', 'vonage/ncco/actions'],
  simulator: ['vonage', 'call', 'text'],
  page: ['run/attach/line-reader', 'run/serve/protocol', 'output', 'store', 'world', 'vonage/facts', 'call', 'text'],
};

/** Folders of the pure core: no Node module, no React, so that the same observations give the same World. */
const pure = ['call', 'text', 'vonage/(?!signature|token|private-key)', 'world', 'filter', 'store', 'media/measure'];

module.exports = {
  forbidden: [
    {name: 'no-circular', severity: 'error', from: {}, to: {circular: true}},
    {name: 'no-orphans', severity: 'error', from: {orphan: true, pathNot: ['^source/build/', '\\.d\\.ts$']}, to: {}},
    ...Object.entries(rules).map(([folder, allowed]) => ({
      name: `imports-of-${folder}`,
      severity: 'error',
      from: {path: `^source/${folder}/`},
      to: {path: '^source/', pathNot: [folder, ...allowed].map(place => `^source/${place}[/.]`)},
    })),
    {
      name: 'pure-core',
      severity: 'error',
      from: {path: pure.map(place => `^source/${place}[/.]`)},
      to: {dependencyTypes: ['core']},
    },
    {
      name: 'no-react-below-the-screen',
      severity: 'error',
      from: {pathNot: ['^source/screen/', '^source/run/(show-screen|pick)']},
      to: {path: 'node_modules/(ink|react|ink-table)/'},
    },
  ],
  options: {
    doNotFollow: {path: 'node_modules'},
    tsPreCompilationDeps: true,
    tsConfig: {fileName: 'tsconfig.json'},
    enhancedResolveOptions: {exportsFields: ['exports'], conditionNames: ['import', 'node', 'default']},
  },
};
