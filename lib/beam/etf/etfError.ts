/** Where terms become bytes and bytes terms, the errors of the cluster's codecs say what is wrong. */
export { DecodeError } from '../../cluster/codec/decodeError.js';
export { EncodeError } from '../../cluster/codec/encodeError.js';
