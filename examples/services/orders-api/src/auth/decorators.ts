import {
  createParamDecorator,
  type ExecutionContext,
  SetMetadata,
} from '@nestjs/common';
import type { Request } from 'express';

export interface Caller {
  userId: string;
}

export interface OrganisationContext {
  id: string;
  role: 'buyer' | 'approver' | 'owner';
}

export interface AuthenticatedRequest extends Request {
  caller?: Caller;
  organisation?: OrganisationContext;
}

export const CurrentCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => {
    return context.switchToHttp().getRequest<AuthenticatedRequest>().caller;
  },
);

export const CurrentOrganisation = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => {
    return context.switchToHttp().getRequest<AuthenticatedRequest>()
      .organisation;
  },
);

export const IS_PUBLIC = 'isPublic';

export const Public = () => SetMetadata(IS_PUBLIC, true);
