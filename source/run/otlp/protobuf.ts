/**
 * The fields of a message of protobuf by their numbers, of each number the last: integers, and bytes of texts and messages. What is cut off or no
 * message gives what could be read of it.
 */
export function fieldsOf(message: Uint8Array): Map<number, bigint | Uint8Array> {
  const fields = new Map<number, bigint | Uint8Array>();
  let at = 0;
  function integer(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at] ?? 0;
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return value;
  }
  while (at < message.length) {
    const tag = integer();
    const number = Number(tag >> 3n);
    switch (Number(tag & 7n)) {
      case 0:
        fields.set(number, integer());
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = Number(integer());
        fields.set(number, message.subarray(at, at + length));
        at += length;
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        return fields;
    }
  }
  return fields;
}
