import { describe, expect, it } from 'vitest'
import { judgeAudio, judgePicture } from '../../../src-main/core/receiver/moderation.ts'

describe('a picture’s verdict', () => {
  it.each([
    [{ suggestion: 'Block' }, 'Block'],
    [{ suggestion: 'review', type: [0] }, 'Review'],
    [{ suggestion: 'Pass', type: [1] }, 'Pass'],
    [{ abductionRisk: [{ level: 3, type: 20002 }] }, 'Block'],
    [{ abductionRisk: [{ level: 2 }], type: [0] }, 'Pass'],
    [{ type: [2] }, 'Review'],
    [{ type: 5 }, 'Review'],
    [{ type: [0] }, 'Pass'],
    // Only suspicious pictures are reported by default: when in doubt a person looks.
    [{}, 'Review'],
    [{ suggestion: 'Unheard of', type: [1] }, 'Review'],
  ])('%j is %s', (body, verdict) => {
    expect(judgePicture(body).verdict).toBe(verdict)
  })
})

describe('a picture’s score', () => {
  it.each([
    [{ score: [88], socre: [99] }, 88],
    [{ socre: [99] }, 99],
    [{ socre: 99 }, 99],
    [{ score: 0, confidence: 50 }, 0],
    [{ score: [], confidence: 50, pornScore: 70 }, 50],
    [{ confidence: 0, hotScore: 97, pornScore: 3, normalScore: 99 }, 97],
    [{ confidence: 0 }, 0],
    [{}, null],
  ])('%j is %s', (body, score) => {
    expect(judgePicture(body).score).toBe(score)
  })
})

describe('a picture’s label', () => {
  it.each([
    [{ label: 'Porn', type: [2] }, 'Porn'],
    [{ Label: 'Ad' }, 'Ad'],
    [{ type: [0, 1] }, 'Porn'],
    [{ type: [3] }, 'Political'],
    [{ type: [8] }, 'Other'],
    [{ label: '', type: [0] }, 'Normal'],
    [{}, null],
  ])('%j is %s', (body, label) => {
    expect(judgePicture(body).label).toBe(label)
  })
})

describe('a sound’s judgement', () => {
  it.each([
    [
      { suggestion: 'Block', Score: 96, label: 'Ad' },
      { verdict: 'Block', score: 96, label: 'Ad' },
    ],
    [{ HitFlag: 1 }, { verdict: 'Review', score: null, label: null }],
    [{ HitFlag: 0 }, { verdict: 'Pass', score: null, label: null }],
    [{}, { verdict: 'Review', score: null, label: null }],
  ])('%j is %j', (body, judgement) => {
    expect(judgeAudio(body)).toEqual(judgement)
  })
})
