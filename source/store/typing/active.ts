import type {FilterContext} from '../filter/world-subject.js';
import type {Filtered, ViewState} from '../view-state.js';

/** The list that `/` filters: the calls while they are focused, else the stream. */
export function listInFront({focus}: ViewState): Filtered {
  return focus === 'calls' ? 'calls' : 'events';
}

/** The filter of a list, as far as it is typed. */
export function activeFilter(view: ViewState, list: Filtered): string {
  if (view.typing?.list === list) return view.typing.text;
  return list === 'calls' ? view.callFilter : view.filter;
}

/** Times in a filter are those of the clock on the screen. */
export function clockOf({time}: ViewState): FilterContext {
  return time === 'utc' ? {} : {utcOffset: at => new Date(at).getTimezoneOffset() * -60_000};
}
