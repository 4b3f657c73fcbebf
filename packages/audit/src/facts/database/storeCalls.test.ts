import { defineExtractor } from '../../engine/defineExtractor';
import { extractFacts } from '../../testing/extractFacts';
import { storeCall } from './storeCalls';

/** `<line> <action>` of every call of a file that goes to a database. */
async function read(path: string, text: string) {
  const { facts } = await extractFacts(
    defineExtractor({
      id: 'store-calls',
      extract: async ({ syntax }) => {
        const [file] = await syntax.files({});
        return file.calls.flatMap(call => {
          const found = storeCall(call, file);
          return found
            ? [`${call.line} ${found.action}${found.onlyOnce ? ' once' : ''}`]
            : [];
        });
      },
    }),
    { [path]: text },
  );
  return facts;
}

describe('storeCall', () => {
  it('knows Django, and what is saved that is no row', async () => {
    expect(
      await read(
        'shop/views.py',
        `from shop.models import Order
Order.objects.create(total=1)
Order.objects.get_or_create(number=1)
order.save(update_fields=["state"])
order.delete()
form.save()
image.save("a.png")
Order.objects.filter(a=1).update(b=2)
items.get(1)
`,
      ),
    ).toEqual([
      '2 create',
      '3 create once',
      '4 update',
      '5 delete',
      '8 update',
    ]);
  });

  it('knows sessions, and statements in SQL', async () => {
    expect(
      await read(
        'shop/store.py',
        `session.add(order)
db.session.commit()
session.execute(insert(Order).values(a=1))
cursor.execute("INSERT INTO a VALUES (%s) ON CONFLICT DO NOTHING", [1])
cursor.execute("SELECT 1")
seen.add(order)
`,
      ),
    ).toEqual(['1 create', '2 commit', '3 create', '4 create once', '5 read']);
  });

  it('knows the mappers of JavaScript', async () => {
    expect(
      await read(
        'src/orders.ts',
        `import { Order } from './models/order';
await prisma.order.create({ data });
await this.orderRepository.save(order);
await Order.create({ a: 1 });
await Order.updateOne({ a: 1 }, { b: 2 });
await pool.query('UPDATE orders SET a = $1', [1]);
document.createElement('a');
cache.delete('a');
`,
      ),
    ).toEqual(['2 create', '3 update', '4 create', '5 update', '6 update']);
  });
});
