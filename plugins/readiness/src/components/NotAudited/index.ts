export { NotAudited } from './NotAudited';
