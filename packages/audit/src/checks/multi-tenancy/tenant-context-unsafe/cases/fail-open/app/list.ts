export async function list(prisma, ctx) {
  const where: Record<string, unknown> = { status: 'open' };
  if (ctx.tenantId) {
    where.tenantId = ctx.tenantId;
  }
  const tenant = ctx.tenantId ?? 'default';
  return { rows: await prisma.invoice.findMany({ where }), tenant };
}
