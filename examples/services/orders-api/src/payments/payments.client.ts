import { HttpService } from '@nestjs/axios';
import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { firstValueFrom } from 'rxjs';

export interface PaymentRequest {
  orderId: string;
  currency: string;
  amountMinor: number;
}

@Injectable()
export class PaymentsClient {
  constructor(
    private readonly http: HttpService,
    private readonly config: ConfigService,
  ) {}

  async open(payment: PaymentRequest): Promise<string> {
    try {
      const response = await firstValueFrom(
        this.http.post<{ id: string }>(
          `${this.config.getOrThrow<string>('PAYMENTS_URL')}/v1/payments`,
          payment,
          {
            headers: {
              authorization: `Bearer ${this.config.getOrThrow<string>('PAYMENTS_API_KEY')}`,
              'idempotency-key': payment.orderId,
            },
          },
        ),
      );
      return response.data.id;
    } catch (cause) {
      throw new ServiceUnavailableException('Payments does not answer.', {
        cause,
      });
    }
  }
}
