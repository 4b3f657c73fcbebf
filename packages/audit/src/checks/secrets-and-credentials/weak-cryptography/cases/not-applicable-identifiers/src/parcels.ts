import { randomUUID } from 'crypto';

export function create(street: string) {
  return { id: randomUUID(), street };
}
