import { expect, test } from '@jest/globals';
import { readDoctorOptions } from './read-doctor-options.ts';

test('options are read, addresses as often as they come', () => {
  expect(readDoctorOptions([])).toEqual({ isJson: false, apiUrls: [], workerUrls: [] });
  const api = ['--api', 'http://api:3000', '--api', 'https://push.example.com'];
  expect(readDoctorOptions(['--json', ...api, '--worker', 'http://worker:3001'])).toEqual({
    isJson: true,
    apiUrls: ['http://api:3000', 'https://push.example.com'],
    workerUrls: ['http://worker:3001'],
  });
});

test('what cannot be read is named, all of it', () => {
  expect(() => readDoctorOptions(['--api', 'api:3000', '--worker', 'nowhere'])).toThrow(
    /--api must be .*\n--worker must be /,
  );
  expect(() => readDoctorOptions(['--what'])).toThrow(/--what/);
});
