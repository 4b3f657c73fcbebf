import { useState } from 'react';
import { byDay, statusText, timeText } from '../format.js';

const SHORT = 3;

export function Timeline({ events }) {
  const [all, setAll] = useState(false);
  const days = byDay(all ? events : events.slice(-SHORT));

  return (
    <section>
      {days.map(([day, entries]) => (
        <div key={day}>
          <h2>{day}</h2>
          <ol>
            {entries.map(event => (
              <li key={event.id}>
                <time dateTime={event.at}>{timeText(event.at)}</time>{' '}
                {statusText(event.status)}
                {event.depot && <span> – {event.depot}</span>}
              </li>
            ))}
          </ol>
        </div>
      ))}
      {!all && events.length > SHORT && (
        <div className="link" onClick={() => setAll(true)}>
          Show all {events.length} events
        </div>
      )}
    </section>
  );
}
