import {describe, expect, it} from 'vitest';
import {longestOf} from '../../source/vonage/ncco/longest.js';

describe('The longest that an action can hold up the next one', () => {
  it.each<[string, Record<string, unknown>, number | undefined]>([
    ['talk', {text: 'ten digits'}, 1],
    ['talk', {text: 'ten digits', loop: '3'}, 3],
    ['talk', {text: 'ten digits', loop: 0}, undefined],
    ['talk', {text: 42}, 0],
    ['talk', {text: '<speak><break time="30s"/></speak>'}, 30],
    ['wait', {}, 10],
    ['wait', {timeout: '60'}, 60],
    ['input', {type: ['dtmf'], dtmf: {timeOut: 10, maxDigits: 1}}, 20],
    ['input', {type: ['speech'], speech: {startTimeout: 60, maxDuration: 60}}, 130],
    ['record', {timeOut: 30}, 30],
    ['connect', {limit: 60, timeout: 20}, 80],
    ['connect', {limit: '60'}, 180],
    ['connect', {timeout: 20}, undefined],
    ['connect', {limit: 'long'}, undefined],
    ['stream', {streamUrl: ['https://example.com/a.mp3']}, undefined],
    ['conversation', {name: 'room'}, undefined],
    ['dance', {}, undefined],
  ])('%s %j', (name, fields, seconds) => {
    expect(longestOf(name, fields)).toBe(seconds === undefined ? undefined : seconds * 1000);
  });
});
