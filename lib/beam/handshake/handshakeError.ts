/** HandshakeError: no connection comes about. */

/** Why. `isTheirTurn`: because the other node makes an attempt too, which goes on. */
export class HandshakeError extends Error {
  readonly isTheirTurn: boolean;

  constructor(problem: string, isTheirTurn = false) {
    super(problem);
    this.name = 'HandshakeError';
    this.isTheirTurn = isTheirTurn;
  }
}
