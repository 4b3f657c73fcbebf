import { BaseService } from './base.service';

export class PetsService extends BaseService {}
