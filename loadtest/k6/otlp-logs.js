// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

// The load for people who use k6: OTLP/JSON exports at a constant arrival rate, each of which has to be answered with 200.
//
//   k6 run -e DEEDBOOK_API_KEY=dbk_… -e RATE=1000 loadtest/k6/otlp-logs.js
//
// It tells nothing about what is in the ledger afterwards; the load test's own scenarios do.

import http from 'k6/http';
import exec from 'k6/execution';
import { check } from 'k6';
import { body } from './otlp-body.js';

const URL = __ENV.DEEDBOOK_URL || 'http://127.0.0.1:4318';
const BATCH = Number(__ENV.BATCH || 100);
const EVENTS_A_SECOND = Number(__ENV.RATE || 1000);
const RUN = Date.now();

export const options = {
  scenarios: {
    exports: {
      executor: 'constant-arrival-rate',
      rate: Math.max(1, Math.round(EVENTS_A_SECOND / BATCH)),
      timeUnit: '1s',
      duration: __ENV.DURATION || '30s',
      preAllocatedVUs: Number(__ENV.VUS || 32),
      maxVUs: 200,
    },
  },
  thresholds: {
    http_req_failed: ['rate==0'],
    http_req_duration: ['p(50)<15', 'p(99)<60'],
    dropped_iterations: ['count==0'],
  },
};

export default function () {
  const session = `k6-${RUN}-${exec.scenario.iterationInTest}`;
  const answer = http.post(`${URL}/v1/logs`, body(session, BATCH, Date.now()), {
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${__ENV.DEEDBOOK_API_KEY}` },
    timeout: '10s',
  });
  check(answer, { 'answered 200': (response) => response.status === 200 });
}
