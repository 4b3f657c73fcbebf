import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  enterpriseStandard,
  FindingItem,
  ReadinessApi,
  WaiverRequest,
} from '@readiness/plugin-readiness-common';
import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { readinessApiRef } from '../../api';
import { FakeReadinessApi, responseError } from '../../testing';
import { FindingLife } from './FindingLife';

jest.setTimeout(30_000);

function Life(props: { first: FindingItem }) {
  const [item, setItem] = useState(props.first);
  return (
    <FindingLife
      item={item}
      standard={enterpriseStandard}
      onChanged={setItem}
    />
  );
}

async function render(overrides: Partial<ReadinessApi> = {}) {
  const api = new FakeReadinessApi();
  const { items } = await api.getFindings({
    entity: ['component:default/payments'],
    check: ['default-secret-in-code'],
  });
  renderInTestApp(<Life first={items[0]} />, {
    apis: [
      mockApis.identity({ userEntityRef: 'user:default/guest' }),
      [readinessApiRef, Object.assign(api, overrides)],
    ],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });
  await screen.findByText('Open');
  return api;
}

async function decide(action: RegExp) {
  await userEvent.click(screen.getByRole('button', { name: 'Decide' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: action }));
}

describe('FindingLife', () => {
  it('acknowledges, starts and stops, and keeps a history of it', async () => {
    await render();
    await decide(/^Acknowledge/);
    expect(await screen.findByText('Acknowledged')).toBeInTheDocument();
    await decide(/^Start/);
    expect(await screen.findByText('In progress')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'History' }));
    const events = await screen.findAllByRole('listitem');
    expect(events.map(event => event.textContent)).toEqual([
      expect.stringMatching(/^Started by guest/),
      expect.stringMatching(/^Acknowledged by guest/),
      expect.stringMatching(/^Found at/),
    ]);

    await decide(/^Stop/);
    expect(await screen.findByText('Open')).toBeInTheDocument();
    // The history follows without being opened again.
    expect(await screen.findByText(/^Stopped by/)).toBeInTheDocument();
  });

  it('assigns to oneself with one click, and to others by name', async () => {
    await render();
    await decide(/^Assign to me/);
    expect(await screen.findByText('Assigned to')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /guest/ })).toBeInTheDocument();

    await decide(/^Assign…/);
    const dialog = await screen.findByRole('dialog', {
      name: 'Assign the finding',
    });
    const field = within(dialog).getByRole('textbox', {
      name: /User or group/,
    });
    await userEvent.clear(field);
    await userEvent.type(field, 'component:payments');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Assign' }),
    );
    expect(within(dialog).getByRole('alert')).toHaveTextContent(
      /neither a user nor a group/,
    );
    await userEvent.clear(field);
    await userEvent.type(field, 'group:payments-team');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Assign' }),
    );
    expect(
      await screen.findByRole('link', { name: /payments-team/ }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('links only addresses', async () => {
    await render();
    await decide(/^Link a ticket/);
    const dialog = await screen.findByRole('dialog');
    const field = within(dialog).getByRole('textbox', { name: /Address/ });
    await userEvent.type(field, 'ftp://tickets.example.com/PAY-7');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Link' }));
    expect(within(dialog).getByRole('alert')).toHaveTextContent(/no address/);
    await userEvent.clear(field);
    await userEvent.type(field, 'https://tickets.example.com/PAY-7');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Link' }));
    expect(await screen.findByRole('link', { name: 'Ticket' })).toHaveAttribute(
      'href',
      'https://tickets.example.com/PAY-7',
    );
  });

  it('keeps what was typed when the answer is an error, and sends the same key again', async () => {
    const keys: (string | undefined)[] = [];
    const api = await render();
    const works = api.triageFinding.bind(api);
    api.triageFinding = async (id, action, options) => {
      keys.push((options as { idempotencyKey?: string }).idempotencyKey);
      if (keys.length === 1) {
        throw await responseError(500, 'The database is not reachable');
      }
      return works(id, action, options);
    };
    await decide(/^Comment/);
    const dialog = await screen.findByRole('dialog');
    const field = within(dialog).getByRole('textbox', { name: /Comment/ });
    await userEvent.type(field, 'Needs the new gateway');
    const send = within(dialog).getByRole('button', { name: 'Comment' });
    await userEvent.click(send);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      /The database is not reachable/,
    );
    expect(field).toHaveValue('Needs the new gateway');
    await userEvent.click(send);
    await userEvent.click(
      await screen.findByRole('button', { name: 'History' }),
    );
    expect(
      await screen.findByText('Needs the new gateway'),
    ).toBeInTheDocument();
    expect(keys).toEqual([expect.any(String), keys[0]]);
  });

  it('accepts a risk until a day, with a reason', async () => {
    const api = await render();
    const requests: WaiverRequest[] = [];
    const works = api.createWaivers.bind(api);
    api.createWaivers = async request => {
      requests.push(request);
      return works(request);
    };
    await decide(/^Accept the risk/);
    const dialog = await screen.findByRole('dialog', {
      name: 'Accept the risk',
    });
    const accept = within(dialog).getByRole('button', {
      name: 'Accept the risk',
    });
    await userEvent.click(accept);
    expect(within(dialog).getByRole('alert')).toHaveTextContent(
      'Write something first.',
    );
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Behind the VPN until the gateway is there',
    );
    await userEvent.click(accept);
    expect(within(dialog).getByRole('alert')).toHaveTextContent(
      'Choose the day on which the risk counts again.',
    );
    const until = within(dialog).getByLabelText('Until');
    expect(until).toHaveAccessibleDescription(
      'At most 30 days from now for this severity.',
    );
    fireEvent.change(until, { target: { value: until.getAttribute('max') } });
    await userEvent.click(accept);
    expect(await screen.findByText('Risk accepted')).toBeInTheDocument();
    expect(requests).toEqual([
      {
        kind: 'accepted-risk',
        findings: [expect.any(String)],
        reason: 'Behind the VPN until the gateway is there',
        expiresAt: expect.any(String),
      },
    ]);
    // The last day is cut where the bound ends.
    const days =
      (Date.parse((requests[0] as { expiresAt: string }).expiresAt) -
        Date.now()) /
      86_400_000;
    expect(days).toBeLessThan(30);
    expect(days).toBeGreaterThan(29);
  });

  it('marks a false positive with a reason, and says when it waits for somebody else', async () => {
    const api = await render();
    const works = api.createWaivers.bind(api);
    api.createWaivers = async request => {
      const report = await works(request);
      return {
        ...report,
        waivers: report.waivers.map(item => ({ ...item, status: 'pending' })),
      };
    };
    await decide(/^False positive/);
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'The key of the documentation',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Mark as false positive' }),
    );
    expect(await screen.findByRole('status')).toHaveTextContent(
      'Waits for approval by a second person.',
    );
  });

  it.each([
    [403, /may not decide/],
    [412, /Somebody else has changed/],
  ])('explains an answer of %d', async (status, text) => {
    const api = await render();
    api.triageFinding = async () => {
      throw await responseError(status, 'no');
    };
    await decide(/^Acknowledge/);
    expect(await screen.findByRole('alert')).toHaveTextContent(text);
    expect(screen.getByText('Open')).toBeInTheDocument();
  });
});
