export class ListOrders {
  pageSize = 20;
  page = 1;
}
