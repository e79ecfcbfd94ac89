import { ToolSet, usableTool, type UsableTool } from '../loop/calls/tool-set';
import { GitShowTool } from '../tools/git-show.tool';
import { GrepTool } from '../tools/grep.tool';
import { LsTool } from '../tools/ls.tool';
import { ReadFileTool } from '../tools/read-file.tool';
import type { ReviewRequest } from './reviewer.port';

const GIT_SHOW = 'git_show';
let made: ReadonlyMap<string, UsableTool> | undefined;

/** With the checks of their inputs, which take long to make; none of these tools holds state of a run. */
function once(): ReadonlyMap<string, UsableTool> {
  const tools = {
    read_file: new ReadFileTool(),
    grep: new GrepTool(),
    ls: new LsTool(),
    [GIT_SHOW]: new GitShowTool(() => Promise.resolve(null)),
  };
  made ??= new Map(
    Object.entries(tools).map(([name, tool]) => [name, usableTool({ name, tool }, false)] as const),
  );
  return made;
}

/** What a reviewer's model may look up: the work tree, and files as they were. Nothing of it writes or runs anything. */
export function reviewerTools({ readBase }: Pick<ReviewRequest, 'readBase'>): ToolSet {
  const tools = new Map(once());
  const show = tools.get(GIT_SHOW);
  if (readBase === undefined || show === undefined) tools.delete(GIT_SHOW);
  else tools.set(GIT_SHOW, { ...show, tool: new GitShowTool(readBase) });
  return new ToolSet(tools);
}
