import {
  BadRequestException,
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
  Logger,
} from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { isUUID } from 'class-validator';
import { Repository } from 'typeorm';
import type { AuthenticatedRequest } from '../auth/decorators';
import { Membership } from './entities';

@Injectable()
export class OrganisationGuard implements CanActivate {
  private readonly logger = new Logger(OrganisationGuard.name);

  constructor(
    @InjectRepository(Membership)
    private readonly memberships: Repository<Membership>,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const organisationId = request.headers['x-organisation-id'];
    if (!isUUID(organisationId)) {
      throw new BadRequestException('The header x-organisation-id is missing.');
    }

    const membership = await this.memberships.findOneBy({
      organisationId: organisationId as string,
      userId: request.caller!.userId,
    });
    if (!membership) {
      this.logger.warn(
        { organisationId, userId: request.caller!.userId },
        'not a member',
      );
      throw new ForbiddenException(
        'You are not a member of this organisation.',
      );
    }

    request.organisation = {
      id: membership.organisationId,
      role: membership.role,
    };
    return true;
  }
}
