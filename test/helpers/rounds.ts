/** How often something random is tried: a few times, or `many` times where `npm run test:rounds` asks for it. */
export function rounds(few: number, many: number): number {
  return process.env.ROUNDS ? many : few;
}
