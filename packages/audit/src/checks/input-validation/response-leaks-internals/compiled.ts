import { Evidence } from '@readiness/plugin-readiness-common';
import { FileSyntax } from '../../../syntax/schema';

const SERVER_ERROR = /StatusInternalServerError|\b50\d\b|INTERNAL_SERVER_ERROR/;

/** `http.Error(w, err.Error(), http.StatusInternalServerError)`, `c.JSON(500, gin.H{"error": err.Error()})` */
export function goLeaks(file: FileSyntax): Evidence[] {
  return file.calls
    .filter(
      call =>
        (/(?:^|\/)http\.Error$/.test(call.name) ||
          /^(?:c|ctx|context)\.(?:JSON|String|AbortWithStatusJSON|IndentedJSON)$/.test(
            call.callee,
          ) ||
          /\becho\.NewHTTPError$/.test(call.callee)) &&
        call.args.some(item => SERVER_ERROR.test(item.text)) &&
        call.args.some(item => /\berr(?:or)?\.Error\(\)/.test(item.text)),
    )
    .map(call => ({
      path: file.path,
      line: call.line,
      endLine: call.endLine,
      note: 'the answer carries `err.Error()` of whatever went wrong',
    }));
}

/** `ResponseEntity.status(500).body(e.getMessage())` */
export function javaLeaks(file: FileSyntax): Evidence[] {
  return file.calls
    .filter(
      call =>
        /\.body$/.test(call.callee) &&
        /internalServerError\(|INTERNAL_SERVER_ERROR|status\(\s*50\d/.test(
          call.callee,
        ) &&
        call.args.some(item =>
          /\b(?:e|ex|exc|exception|error|t)\.(?:getMessage|getLocalizedMessage|toString|getStackTrace)\(\)/.test(
            item.text,
          ),
        ),
    )
    .map(call => ({
      path: file.path,
      line: call.line,
      endLine: call.endLine,
      note: 'the answer carries the message of whatever went wrong',
    }));
}
