import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';

@Injectable()
export class AuthService {
  constructor(private readonly jwtService: JwtService) {}

  issue(id: string) {
    return this.jwtService.signAsync({ sub: id });
  }
}
