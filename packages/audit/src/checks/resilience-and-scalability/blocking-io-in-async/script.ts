import { Code } from '../../../judging/reach';
import { Blocking } from './python';

const BLOCKS =
  /^(?:(?:node:)?(?:fs|fs-extra|child_process|crypto|zlib)\.)(?:readFileSync|writeFileSync|appendFileSync|copyFileSync|cpSync|copySync|rmSync|removeSync|readJsonSync|writeJsonSync|execSync|execFileSync|spawnSync|pbkdf2Sync|scryptSync|generateKeyPairSync|gzipSync|gunzipSync|deflateSync|inflateSync|brotliCompressSync)$/;
const HASHES =
  /^(?:bcrypt|bcryptjs|argon2)(?:\.default)?\.(?:hashSync|compareSync|genSaltSync)$/;

/** Calls of a handler in JavaScript that stop the event loop. */
export function stopsLoop(code: Code): Blocking[] {
  return code.calls
    .filter(call => BLOCKS.test(call.name) || HASHES.test(call.name))
    .map(call => ({
      line: call.line,
      text: call.callee,
      what: 'stops the event loop until it is done',
    }));
}
