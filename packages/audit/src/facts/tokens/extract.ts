import { defineExtractor } from '../../engine/defineExtractor';
import { applications } from '../applications/extract';
import { Resolver } from '../applications/Resolver';
import { inventory } from '../inventory/extract';
import { settings } from '../settings/extract';
import { COOKIE_WORDS, cookiesOf } from './cookies';
import { frameworkCookies } from './frameworkCookies';
import { storedModels } from './models';
import {
  CookieFact,
  SignedTokenFact,
  StoredModelFact,
  TokenStorageFact,
  UrlCredentialFact,
} from './schema';
import { signedTokens } from './signed';
import { tokenLookups } from './lookups';
import { tokenWrites } from './stored';
import { shellUrlCredentials, urlCredentials, mayBuildAddress } from './urls';

/** Files in which shell commands stand, also those of images and pipelines. */
const SHELL_FILES =
  /\.(?:sh|bash|zsh|ksh)$|(?:^|\/)(?:Dockerfile[\w.-]*|[\w-]+\.Dockerfile|Makefile|justfile|\.gitlab-ci\.yml)$|(?:^|\/)\.github\/(?:workflows|actions)\/.+\.ya?ml$/;
const MAX_SHELL = 300_000;

const byPlace = (
  a: { path: string; line: number },
  b: { path: string; line: number },
) => (a.path < b.path ? -1 : Number(a.path > b.path)) || a.line - b.line;

/**
 * Cookies that server code sets, and the session cookies of frameworks after their settings.
 *
 * @public
 */
export const cookies = defineExtractor<CookieFact[]>({
  id: 'cookies',
  extract: async context => {
    const resolver = new Resolver(context);
    const result: CookieFact[] = await frameworkCookies(
      context,
      await context.facts(applications),
      await context.facts(settings),
    );
    for (const file of await context.syntax.files({
      containing: COOKIE_WORDS,
    })) {
      result.push(
        ...(await cookiesOf(resolver, file)).map(item => ({
          ...item,
          path: file.path,
        })),
      );
    }
    return result.sort(byPlace);
  },
});

/**
 * Addresses that code, shell scripts, images and pipelines build with a credential in them.
 *
 * @public
 */
export const urlsWithCredentials = defineExtractor<UrlCredentialFact[]>({
  id: 'urlsWithCredentials',
  extract: async context => {
    const result: UrlCredentialFact[] = [];
    const { files } = await context.facts(inventory);
    for (const { path, language, class: kind } of files) {
      const file =
        language !== null &&
        kind === 'source' &&
        mayBuildAddress(context.tree.read(path) ?? '')
          ? await context.syntax.file(path)
          : undefined;
      if (file) {
        result.push(...urlCredentials(file).map(item => ({ ...item, path })));
      }
    }
    for (const { path, class: kind } of files) {
      if (
        SHELL_FILES.test(path) &&
        ['source', 'script', 'config'].includes(kind)
      ) {
        const text = context.tree.read(path) ?? '';
        if (text.length < MAX_SHELL && text.includes('://')) {
          result.push(
            ...shellUrlCredentials(text).map(item => ({ ...item, path })),
          );
        }
      }
    }
    return result.sort(byPlace);
  },
});

/**
 * Persisted models, and where tokens that are made here or sent by a caller meet the database.
 *
 * @public
 */
export const storedTokens = defineExtractor<{
  models: StoredModelFact[];
  storage: TokenStorageFact[];
}>({
  id: 'storedTokens',
  extract: async context => {
    const models = await storedModels(context);
    const storage: TokenStorageFact[] = [
      ...(await tokenWrites(context, models)).map(item => ({
        kind: 'write' as const,
        ...item,
      })),
      ...(await tokenLookups(context, models)).map(item => ({
        kind: 'lookup' as const,
        ...item,
      })),
    ];
    return { models: models.sort(byPlace), storage: storage.sort(byPlace) };
  },
});

/**
 * Tokens that are signed here, with their lives.
 *
 * @public
 */
export const signed = defineExtractor<SignedTokenFact[]>({
  id: 'signedTokens',
  extract: async context =>
    (
      await signedTokens(
        context,
        new Resolver(context),
        await context.facts(settings),
      )
    ).sort(byPlace),
});
