import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useMemo,
  useState,
} from 'react';
import { signIn as requestToken } from './identity-api';
import { tokenStore } from './token-store';

interface Session {
  signedIn: boolean;
  signIn(email: string, password: string): Promise<void>;
  signOut(): void;
}

const SessionContext = createContext<Session | undefined>(undefined);

export function SessionProvider({ children }: { children: ReactNode }) {
  const [signedIn, setSignedIn] = useState(() => tokenStore.read() !== null);

  const signIn = useCallback(async (email: string, password: string) => {
    const { accessToken } = await requestToken(email, password);
    tokenStore.save(accessToken);
    setSignedIn(true);
  }, []);

  const signOut = useCallback(() => {
    tokenStore.clear();
    setSignedIn(false);
  }, []);

  const session = useMemo(
    () => ({ signedIn, signIn, signOut }),
    [signedIn, signIn, signOut],
  );
  return (
    <SessionContext.Provider value={session}>
      {children}
    </SessionContext.Provider>
  );
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) {
    throw new Error('useSession needs a SessionProvider');
  }
  return session;
}
