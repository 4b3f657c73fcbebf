import { deliver, type OutgoingMessage } from '../src/services/delivery';
import { render } from '../src/services/templates';
import { testApp } from './support';

describe('deliver', () => {
  it('renders the template and marks the notification as sent', async () => {
    const { store, templates, notifications, logger } = testApp();
    const sent: OutgoingMessage[] = [];
    const provider = {
      send: async (message: OutgoingMessage) => {
        sent.push(message);
        return { messageId: 'msg-7' };
      },
    };
    templates.set('welcome', {
      name: 'welcome',
      subject: 'Hi',
      body: '<p>{{name}}</p>',
    });
    const id = await store.createNotification({
      service: 'orders-api',
      template: 'welcome',
      channel: 'email',
      recipient: 'kim@customer.example',
      variables: { name: '<Kim>' },
    });

    const context = {
      store,
      logger,
      providers: { email: provider, sms: provider },
    };
    await deliver(context, id);
    await deliver(context, id);

    expect(sent).toHaveLength(1);
    expect(sent[0].body).toBe('<p>&lt;Kim&gt;</p>');
    expect(notifications.get(id)?.status).toBe('sent');
  });
});

describe('render', () => {
  it('leaves unknown variables empty', () => {
    expect(render('Hello {{ name }}!', {}, 'text')).toBe('Hello !');
  });
});
