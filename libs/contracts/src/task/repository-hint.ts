import { IsOptional, IsString, MaxLength } from 'class-validator';

/** Where the sender believes the code lives. Never trusted: only the catalog chooses a repository. */
export class RepositoryHint {
  @IsString()
  @MaxLength(2000)
  url: string;

  @IsOptional()
  @IsString()
  @MaxLength(300)
  ref?: string | null;
}
