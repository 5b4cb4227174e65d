// Who may import whom. The table reads: a folder, and what of ours it may reach besides itself.
// `npm run imports` enforces it; a new folder needs a row here before anything can import it.
const rules = {
  vonage: [],
  world: ['vonage'],
  intake: ['vonage', 'world/observation'],
  poller: ['vonage', 'world/observation'],
  tunnel: ['world/observation'],
  recording: ['vonage', 'world/observation'],
  config: ['vonage'],
  store: ['world', 'vonage'],
  terminal: [],
  output: ['store', 'world', 'vonage', 'terminal/text'],
  screen: ['store', 'world', 'vonage', 'terminal', 'output'],
  simulator: ['vonage'],
};

/** Folders of the pure core: no Node module, no React, so that the same observations give the same World. */
const pure = ['vonage/(?!signature|token|private-key)', 'world', 'store'];

module.exports = {
  forbidden: [
    {name: 'no-circular', severity: 'error', from: {}, to: {circular: true}},
    {name: 'no-orphans', severity: 'error', from: {orphan: true, pathNot: ['bundle\\.mjs$', '\\.d\\.ts$']}, to: {}},
    ...Object.entries(rules).map(([folder, allowed]) => ({
      name: `imports-of-${folder}`,
      severity: 'error',
      from: {path: `^source/${folder}/`},
      to: {path: '^source/', pathNot: [folder, ...allowed].map(place => `^source/${place}`)},
    })),
    {
      name: 'pure-core',
      severity: 'error',
      from: {path: pure.map(place => `^source/${place}`)},
      to: {dependencyTypes: ['core']},
    },
    {
      name: 'no-react-below-the-screen',
      severity: 'error',
      from: {pathNot: ['^source/screen/', '^source/commands/']},
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
