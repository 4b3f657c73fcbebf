const STEPS = [
  'announced',
  'collected',
  'in-transit',
  'out-for-delivery',
  'delivered',
];

export function Progress({ status }) {
  const reached = STEPS.indexOf(status);

  return (
    <div className="progress">
      {STEPS.map((step, index) => (
        <img
          key={step}
          src={`/steps/${step}.svg`}
          className={index <= reached ? 'reached' : 'ahead'}
          width="40"
          height="40"
        />
      ))}
    </div>
  );
}
