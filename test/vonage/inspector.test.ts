import {describe, expect, it} from 'vitest';
import {inspectorUrl} from '../../source/vonage/inspector.js';

describe('the address of the Voice Inspector', () => {
  it('holds the conversation', () => {
    expect(inspectorUrl('CON-4bf66420-d6cb-46e0-9ba9-f7eede9a7301')).toBe(
      'https://tools.vonage.com/voice/inspector/?searchTab=2&conversationId=CON-4bf66420-d6cb-46e0-9ba9-f7eede9a7301',
    );
  });

  it.each([
    '',
    'CON-1',
    'leg:4bf66420',
    'CON-4bf66420-d6cb-46e0-9ba9-f7eede9a7301&x=$(id)',
    'x CON-4bf66420-d6cb-46e0-9ba9-f7eede9a7301',
  ])('is not made of %j', id => {
    expect(inspectorUrl(id)).toBeUndefined();
  });
});
