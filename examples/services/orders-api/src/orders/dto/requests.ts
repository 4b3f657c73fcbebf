import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { ORDER_STATUSES, type OrderStatus } from '../entities';

export class PlaceOrderLineDto {
  @Matches(/^[A-Z0-9]{4,12}$/)
  sku: string;

  @IsInt()
  @Min(1)
  @Max(500)
  quantity: number;

  @IsInt()
  @Min(0)
  unitMinor: number;
}

export class PlaceOrderDto {
  @IsIn(['EUR', 'SEK', 'NOK', 'DKK'])
  currency: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => PlaceOrderLineDto)
  lines: PlaceOrderLineDto[];
}

export class ListOrdersDto {
  @IsOptional()
  @IsIn(ORDER_STATUSES)
  status?: OrderStatus;

  @IsIn(['newest', 'oldest'])
  sort: 'newest' | 'oldest' = 'newest';

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 25;

  @Type(() => Number)
  @IsInt()
  @Min(0)
  offset: number = 0;
}

export class OpenReturnDto {
  @IsString()
  @Length(5, 500)
  reason: string;
}
