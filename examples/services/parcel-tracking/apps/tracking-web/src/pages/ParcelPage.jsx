import { useCallback, useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { findParcel } from '../api.js';
import { Progress } from '../components/Progress.jsx';
import { Timeline } from '../components/Timeline.jsx';
import { statusText } from '../format.js';
import { remember } from '../recent.js';

const REFRESH_AFTER = 60_000;

export function ParcelPage() {
  const { number } = useParams();
  const [state, setState] = useState({ kind: 'loading' });

  const load = useCallback(async () => {
    try {
      const parcel = await findParcel(number);
      setState(parcel ? { kind: 'found', parcel } : { kind: 'unknown' });
      if (parcel) {
        remember(number);
      }
    } catch {
      setState({ kind: 'failed' });
    }
  }, [number]);

  useEffect(() => {
    load();
    setInterval(load, REFRESH_AFTER);
  }, [load]);

  if (state.kind === 'loading') {
    return <p role="status">One moment …</p>;
  }
  if (state.kind === 'unknown') {
    return (
      <>
        <h1>We do not know this number</h1>
        <p>
          It can take a day until a new parcel is known.{' '}
          <Link to="/">Another number</Link>
        </p>
      </>
    );
  }
  if (state.kind === 'failed') {
    return (
      <>
        <h1>We cannot look it up now</h1>
        <button type="button" onClick={load}>
          Try again
        </button>
      </>
    );
  }

  const { parcel } = state;
  return (
    <>
      <h1>{statusText(parcel.status)}</h1>
      <p>
        Parcel {parcel.number}, carried by {parcel.carrier}
      </p>
      <Progress status={parcel.status} />
      <Timeline events={parcel.events} />
    </>
  );
}
