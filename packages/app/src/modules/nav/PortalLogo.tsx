import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    alignItems: 'center',
    height: 3 * sidebarConfig.logoHeight,
    marginBottom: -14,
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: 14,
    marginLeft: 22,
    color: theme.palette.navigation.selectedColor,
    fontSize: 18,
    fontWeight: 600,
    letterSpacing: '0.01em',
  },
}));

/** Steps that rise to a check mark, and the name where there is room. */
export function PortalLogo() {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  return (
    <div className={classes.root}>
      <Link to="/" underline="none" className={classes.link} aria-label="Home">
        <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
          <rect x="2" y="18" width="5" height="8" rx="1.5" fill="#5b8def" />
          <rect x="9" y="14" width="5" height="12" rx="1.5" fill="#6fb1e8" />
          <rect x="16" y="10" width="5" height="16" rx="1.5" fill="#7fd6c2" />
          <path
            d="M6 9.5 L10.5 13 L22 3"
            fill="none"
            stroke="currentColor"
            strokeWidth="2.6"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
        {isOpen && 'Readiness'}
      </Link>
    </div>
  );
}
