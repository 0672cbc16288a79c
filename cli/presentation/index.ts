/** Pure functions that check a published film from outside, by its manifests and by the edge's responses. */
export { authoringProblems } from './authoring';
export { checkedAddressOf, type EdgeAnswer, orderOf, visibilityOf } from './edge-answers';
export { agreeingPlaylists, type Multivariant, readMultivariant } from './playlists';
export { brandsOf, decodeTimeOf, presentationTimeOffsets } from './segments';
export { targetDurationProblems } from './target-duration';
