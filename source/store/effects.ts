/** What a key asks of the world outside the store; carried out by whoever wired the store up. */
export type Effect =
  | {type: 'quit'; interrupted?: boolean}
  | {type: 'suspend'}
  | {type: 'redraw'}
  | {type: 'snapshot'; conversation?: string; file?: string}
  | {type: 'copy'; what: string; text: string}
  | {type: 'copyEvent'; row: number; as: 'json' | 'curl'}
  | {type: 'simulate'; scenario?: string};
