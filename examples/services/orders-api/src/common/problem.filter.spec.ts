import {
  type ArgumentsHost,
  BadRequestException,
  Logger,
} from '@nestjs/common';
import { ProblemFilter } from './problem.filter';

function answer(exception: unknown) {
  const response = {
    status: jest.fn().mockReturnThis(),
    type: jest.fn().mockReturnThis(),
    json: jest.fn(),
  };
  const host = {
    switchToHttp: () => ({
      getRequest: () => ({ id: 'req-12345' }),
      getResponse: () => response,
    }),
  } as unknown as ArgumentsHost;
  new ProblemFilter().catch(exception, host);
  return response;
}

describe('ProblemFilter', () => {
  beforeEach(() => {
    jest.spyOn(Logger.prototype, 'error').mockImplementation();
  });

  it('lists validation messages', () => {
    const response = answer(
      new BadRequestException(['sku must match the pattern']),
    );
    expect(response.status).toHaveBeenCalledWith(400);
    expect(response.json).toHaveBeenCalledWith(
      expect.objectContaining({
        code: 'invalid-input',
        errors: ['sku must match the pattern'],
      }),
    );
  });

  it('keeps the reason of an unexpected error to itself', () => {
    const response = answer(new Error('connection to 10.1.2.3 refused'));
    expect(response.status).toHaveBeenCalledWith(500);
    expect(JSON.stringify(response.json.mock.calls[0][0])).not.toContain(
      '10.1.2.3',
    );
    expect(Logger.prototype.error).toHaveBeenCalled();
  });
});
