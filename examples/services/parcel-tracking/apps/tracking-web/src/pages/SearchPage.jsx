import { useState } from 'react';
import { useNavigate } from 'react-router';
import { normaliseNumber } from '../format.js';
import { forget, recentNumbers } from '../recent.js';

export function SearchPage() {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const [recent, setRecent] = useState(recentNumbers);

  const submit = event => {
    event.preventDefault();
    const number = normaliseNumber(text);
    if (number) {
      navigate(`/parcels/${number}`);
    } else {
      setWrong(true);
    }
  };

  const remove = number => {
    forget(number);
    setRecent(recentNumbers());
  };

  return (
    <>
      <h1>Where is my parcel?</h1>
      <form onSubmit={submit}>
        <input
          value={text}
          placeholder="AR 0000 000 000"
          onChange={event => {
            setText(event.target.value);
            setWrong(false);
          }}
        />
        <button type="submit">Find</button>
      </form>
      {wrong && <p className="warning">A parcel number has ten digits.</p>}
      <ul className="recent">
        {recent.map(number => (
          <li key={number}>
            <span
              className="link"
              onClick={() => navigate(`/parcels/${number}`)}
            >
              {number}
            </span>
            <button type="button" onClick={() => remove(number)}>
              <svg width="16" height="16" viewBox="0 0 16 16">
                <path d="M3 3l10 10M13 3L3 13" stroke="currentColor" />
              </svg>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
