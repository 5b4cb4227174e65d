// A type of Node that a signature in `call/` names: nothing in a browser has one, and no other is known here, so that whatever needs Node does not compile.
type Buffer = Uint8Array;
