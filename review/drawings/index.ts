import type { Chapter } from '../document';
import { accessChapter } from './access-chapter';
import { flowChapter } from './flow-chapter';
import { stackChapter } from './stack-chapter';
import { workflowChapter } from './workflow-chapter';

/** The drawings of the review pack, each with a page that explains it. */
export const drawings: readonly Chapter[] = [workflowChapter, flowChapter, accessChapter, stackChapter];
