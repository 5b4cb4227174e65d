import type {Judgement} from '../judge.js';
import {casesOf} from './case.js';

/**
 * What failed as workflow commands of GitHub Actions, which show it beside the line of the flow file. `pathOf` says where a file is in the
 * repository.
 */
export function githubAnnotations(judgements: readonly Judgement[], pathOf: (file: string) => string): string {
  return judgements
    .flatMap(judgement =>
      casesOf(judgement).flatMap(({name, file, line, column, failure}) => {
        if (!failure) return [];
        const title = `${judgement.flow.name}: ${name}`;
        const where = Object.entries({file: pathOf(file), line, col: column, title});
        const properties = where.map(([key, value]) => `${key}=${escaped(String(value), /[%\r\n:,]/g)}`);
        return `::error ${properties.join(',')}::${escaped(`${failure.message}\n${failure.text}`, /[%\r\n]/g)}\n`;
      }),
    )
    .join('');
}

const escaped = (text: string, characters: RegExp): string =>
  text.replaceAll(characters, character => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
