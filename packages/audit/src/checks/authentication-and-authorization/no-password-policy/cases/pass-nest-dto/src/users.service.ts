import * as bcrypt from 'bcrypt';
import { RegisterDto } from './dto';

export class UsersService {
  async register(dto: RegisterDto) {
    return bcrypt.hash(dto.password, 12);
  }
}
