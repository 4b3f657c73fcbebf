import { Evidence, Severity } from '@readiness/plugin-readiness-common';
import { argumentNodes } from '../../../facts/applications/code';
import { callsLike, leavesOf } from '../../../facts/tokens/expressions';
import { isCredentialName, isPasswordName } from '../../../facts/tokens/names';
import { CallFact, FileSyntax } from '../../../syntax/schema';

/** Text of which one stands in every file with a weak cipher, digest, key or protocol. */
export const CIPHER_WORDS = [
  'DES',
  'ARC4',
  'RC4',
  'rc4',
  'MODE_',
  'modes.',
  'createCipher',
  'createSign',
  'createHash',
  'hashlib.md5',
  'hashlib.sha1',
  'Cipher.getInstance',
  'Signature.getInstance',
  'generate_private_key',
  'RSA.generate',
  'generateKeyPair',
  'rsa.GenerateKey',
  'des.New',
  'PROTOCOL_TLSv1',
  'PROTOCOL_SSLv',
  'TLSVersion.TLSv1',
  'TLSv1',
  'VersionTLS1',
];

const LEAST_RSA = 2048;

interface Weakness {
  note: string;
  severity?: Severity;
}
type Judge = (call: CallFact, file: FileSyntax) => Weakness | undefined;

const positional = (call: CallFact, index: number) =>
  call.args.filter(item => !item.name)[index];
const text = (call: CallFact, index: number) => {
  const value = positional(call, index)?.value;
  return typeof value === 'string' ? value.toLowerCase() : '';
};

const broken =
  (name: string): Judge =>
  () => ({ note: `${name} is broken` });

/** RSA keys that are too short, wherever the size stands. */
const rsa =
  (pick: (call: CallFact) => unknown): Judge =>
  call => {
    const size = pick(call);
    return typeof size === 'number' && size > 0 && size < LEAST_RSA
      ? { note: `an RSA key of ${size} bits` }
      : undefined;
  };

const cipherByName: Judge = call => {
  const name = text(call, 0);
  if (/^(?:des|rc4|rc2|bf|idea)(?:-|\d|$)/.test(name)) {
    return { note: `the cipher ${name} is broken` };
  }
  if (/-ecb$/.test(name)) {
    return { note: `${name} shows which blocks are equal` };
  }
  const vector = positional(call, 2);
  return vector && isFixed(vector.text, vector.value)
    ? { note: 'the initialisation vector is always the same' }
    : undefined;
};

/** `Buffer.alloc(16)`, `b"\\0" * 16` or a literal. */
function isFixed(written: string, value: unknown): boolean {
  return (
    (typeof value === 'string' && value.length > 0) ||
    /^Buffer\.alloc\(\s*\d+\s*(?:,\s*0\s*)?\)$/.test(written) ||
    /^b["'][^"']*["']\s*\*\s*\d+$/.test(written) ||
    /^bytes\(\s*\d+\s*\)$/.test(written)
  );
}

const pythonAes: Judge = call => {
  const mode = positional(call, 1)?.text ?? '';
  if (/MODE_ECB$/.test(mode)) {
    return { note: 'AES in ECB mode shows which blocks are equal' };
  }
  const vector =
    call.args.find(item => item.name === 'iv' || item.name === 'nonce') ??
    positional(call, 2);
  return vector && isFixed(vector.text, vector.value)
    ? { note: 'the initialisation vector is always the same' }
    : undefined;
};

const javaCipher: Judge = call => {
  const name = text(call, 0);
  if (/^(?:des|desede|rc4|arcfour|rc2|blowfish)(?:\/|$)/.test(name)) {
    return { note: `the cipher ${name} is broken` };
  }
  return name === 'aes' || /\/ecb\//.test(name)
    ? { note: `${name} uses ECB, which shows which blocks are equal` }
    : undefined;
};

const signature: Judge = call => {
  const name = text(call, 0);
  return /md5|sha-?1(?!\d)/.test(name)
    ? { note: `signatures with ${name} can be forged` }
    : undefined;
};

const TABLE: Record<string, Judge> = {
  'Crypto.Cipher.DES.new': broken('DES'),
  'Crypto.Cipher.DES3.new': broken('3DES'),
  'Crypto.Cipher.ARC4.new': broken('RC4'),
  'Cryptodome.Cipher.DES.new': broken('DES'),
  'Cryptodome.Cipher.ARC4.new': broken('RC4'),
  'Crypto.Cipher.AES.new': pythonAes,
  'Cryptodome.Cipher.AES.new': pythonAes,
  'cryptography.hazmat.primitives.ciphers.modes.ECB': () => ({
    note: 'ECB mode shows which blocks are equal',
  }),
  'cryptography.hazmat.primitives.ciphers.algorithms.TripleDES': broken('3DES'),
  'cryptography.hazmat.primitives.ciphers.algorithms.ARC4': broken('RC4'),
  'cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key': rsa(
    call =>
      (call.args.find(item => item.name === 'key_size') ?? positional(call, 1))
        ?.value,
  ),
  'Crypto.PublicKey.RSA.generate': rsa(call => positional(call, 0)?.value),
  'Cryptodome.PublicKey.RSA.generate': rsa(call => positional(call, 0)?.value),
  'crypto.createCipheriv': cipherByName,
  'crypto.createCipher': () => ({
    note: 'createCipher derives key and vector from the password with MD5',
  }),
  'crypto.createSign': signature,
  'crypto.generateKeyPair': rsa(modulus),
  'crypto.generateKeyPairSync': rsa(modulus),
  'javax.crypto.Cipher.getInstance': javaCipher,
  'Cipher.getInstance': javaCipher,
  'java.security.Signature.getInstance': signature,
  'Signature.getInstance': signature,
  'crypto/des.NewCipher': broken('DES'),
  'crypto/des.NewTripleDESCipher': broken('3DES'),
  'crypto/rc4.NewCipher': broken('RC4'),
  'crypto/rsa.GenerateKey': rsa(call => positional(call, 1)?.value),
};

function modulus(call: CallFact): unknown {
  return call.args
    .flatMap(item => item.entries ?? [])
    .find(entry => entry.name === 'modulusLength')?.value;
}

/** (b) Broken ciphers, digests of secrets, short keys; (d) old protocols. */
export function weakCiphers(file: FileSyntax): Evidence[] {
  const result: Evidence[] = [];
  for (const call of file.calls) {
    const weakness = Object.hasOwn(TABLE, call.name)
      ? TABLE[call.name](call, file)
      : undefined;
    if (weakness) {
      result.push({
        path: file.path,
        line: call.line,
        endLine: call.endLine,
        ...(weakness.severity ? { severity: weakness.severity } : {}),
        note: weakness.note,
      });
    }
  }
  return [...result, ...digestsOfSecrets(file), ...oldProtocols(file)];
}

/** `md5(params + secret)` as a signature: its end can be extended and its digest found. */
function digestsOfSecrets(file: FileSyntax): Evidence[] {
  const secretIn = (node: Parameters<typeof leavesOf>[0]) =>
    leavesOf(node).find(
      leaf =>
        !leaf.call && isCredentialName(leaf.last) && !isPasswordName(leaf.last),
    );
  if (file.language === 'python') {
    return callsLike(file, '(?:^|\\.)(?:md5|sha1)$').flatMap(node => {
      const leaf = argumentNodes(node).map(secretIn).find(Boolean);
      return leaf &&
        /usedforsecurity\s*=\s*False/.test(node.text()) === false &&
        isSignature(file.enclosingOf(node))
        ? [placeOf(file, node, leaf.text)]
        : [];
    });
  }
  if (['typescript', 'javascript', 'tsx'].includes(file.language)) {
    return callsLike(file, '\\.update$').flatMap(node => {
      const made = node.field('function')?.field('object')?.text() ?? '';
      const leaf = /createHash\(\s*["'`](?:md5|sha1)["'`]/.test(made)
        ? argumentNodes(node).map(secretIn).find(Boolean)
        : undefined;
      return leaf && isSignature(file.enclosingOf(node))
        ? [placeOf(file, node, leaf.text)]
        : [];
    });
  }
  return [];
}

/** A digest of a key as its name in a cache is another matter. */
function isSignature(enclosing: readonly string[]): boolean {
  return enclosing.some(name =>
    /sign|verif|hmac|auth|callback|webhook|checksum/i.test(name),
  );
}

function placeOf(
  file: FileSyntax,
  node: Parameters<typeof leavesOf>[0],
  what: string,
): Evidence {
  const { start, end } = node.range();
  return {
    path: file.path,
    line: start.line + 1,
    endLine: end.line + 1,
    note: `a signature is MD5 or SHA-1 over \`${what}\``,
  };
}

const OLD_PYTHON =
  /\bssl\.(?:PROTOCOL_(?:TLSv1(?:_1)?|SSLv2|SSLv3)|TLSVersion\.(?:TLSv1(?:_1)?|SSLv3|MINIMUM_SUPPORTED))$/;
const OLD_NODE = /^(?:TLSv1(?:\.1)?|SSLv3|TLSv1(?:_1)?_method|SSLv\d+_method)$/;
const OLD_GO = /^tls\.Version(?:TLS1[01]|SSL30)$/;

/** (d) TLS below 1.2 that is allowed on purpose. */
function oldProtocols(file: FileSyntax): Evidence[] {
  const result: Evidence[] = [];
  const add = (line: number, what: string) =>
    result.push({
      path: file.path,
      line,
      severity: 'medium',
      note: `${what} allows TLS below 1.2`,
    });
  for (const item of file.assignments) {
    if (
      (/minimum_version$/.test(item.target) && OLD_PYTHON.test(item.text)) ||
      (/\.MinVersion$/.test(item.target) && OLD_GO.test(item.text))
    ) {
      add(item.line, `\`${item.target}\``);
    }
  }
  for (const call of file.calls) {
    for (const item of [
      ...call.args,
      ...call.args.flatMap(({ entries }) => entries ?? []),
    ]) {
      if (
        OLD_PYTHON.test(item.text) ||
        (item.name === 'MinVersion' && OLD_GO.test(item.text)) ||
        (/^(?:minVersion|secureProtocol)$/.test(item.name ?? '') &&
          typeof item.value === 'string' &&
          OLD_NODE.test(item.value))
      ) {
        add(item.line, `\`${item.text.slice(0, 60)}\``);
      }
    }
  }
  return result;
}
