/** Where a setting's value stands, from the strongest to the weakest. */
export type Layer = 'flag' | 'environment' | 'project' | 'user' | 'default';
