import type { PrismaClient } from '@prisma/client';

interface Event {
  id: string;
  invoice: string;
}

export async function apply(prisma: PrismaClient, event: Event) {
  await prisma.invoice.update({
    where: { number: event.invoice },
    data: { paidBy: event.id, paid: true },
  });
}
