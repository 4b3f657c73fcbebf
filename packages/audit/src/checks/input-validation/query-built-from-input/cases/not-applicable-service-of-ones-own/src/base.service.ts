export class BaseService {
  find(filter: any) {
    return [filter.page, filter.size];
  }
}
