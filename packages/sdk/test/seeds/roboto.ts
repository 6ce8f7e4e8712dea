import type { Seed } from './seed.ts'

/*
 * Counted: the 4 classes, their fields, methods and properties as the document lists them (7 + 4 + 9 + 9), and each
 * pair of method and exception under "Raises". Fields are exercised when a test saw their effect on the server or in
 * a response; errors when a test saw the exception.
 */

const operations = [
  { name: 'CreateUserRequest', implementation: 'users.create' },
  {
    name: 'CreateUserRequest.default_notification_channels',
    implementation: 'users.create defaultNotificationChannels',
  },
  {
    name: 'CreateUserRequest.default_notification_types',
    implementation: 'users.create defaultNotificationTypes',
  },
  { name: 'CreateUserRequest.is_service_user', implementation: 'users.create isServiceUser' },
  { name: 'CreateUserRequest.is_system_user', implementation: 'users.create isSystemUser' },
  { name: 'CreateUserRequest.name', implementation: 'users.create name' },
  { name: 'CreateUserRequest.picture_url', implementation: 'users.create pictureUrl' },
  { name: 'CreateUserRequest.user_id', implementation: 'users.create userId' },
  { name: 'UpdateUserRequest', implementation: 'user.update' },
  { name: 'UpdateUserRequest.name', implementation: 'user.update name' },
  {
    name: 'UpdateUserRequest.notification_channels_enabled',
    implementation: 'user.update notificationChannelsEnabled',
  },
  {
    name: 'UpdateUserRequest.notification_types_enabled',
    implementation: 'user.update notificationTypesEnabled',
  },
  { name: 'UpdateUserRequest.picture_url', implementation: 'user.update pictureUrl' },
  { name: 'User', implementation: 'users.fromRecord' },
  { name: 'User.create', implementation: 'users.create' },
  { name: 'User.delete', implementation: 'user.delete' },
  { name: 'User.for_self', implementation: 'users.forSelf' },
  { name: 'User.from_id', implementation: 'users.fromId' },
  { name: 'User.name', implementation: 'user.name' },
  { name: 'User.record', implementation: 'user.record' },
  { name: 'User.to_dict', implementation: 'user.toDict' },
  { name: 'User.update', implementation: 'user.update' },
  { name: 'User.user_id', implementation: 'user.userId' },
  { name: 'UserRecord', implementation: 'user.record' },
  {
    name: 'UserRecord.is_comment_mentions_enabled',
    implementation: 'user.record.isCommentMentionsEnabled',
  },
  {
    name: 'UserRecord.is_email_notifications_enabled',
    implementation: 'user.record.isEmailNotificationsEnabled',
  },
  { name: 'UserRecord.is_service_user', implementation: 'user.record.isServiceUser' },
  { name: 'UserRecord.is_system_user', implementation: 'user.record.isSystemUser' },
  { name: 'UserRecord.name', implementation: 'user.record.name' },
  {
    name: 'UserRecord.notification_channels_enabled',
    implementation: 'user.record.notificationChannelsEnabled',
  },
  { name: 'UserRecord.notification_types_enabled', implementation: 'user.record.notificationTypesEnabled' },
  { name: 'UserRecord.picture_url', implementation: 'user.record.pictureUrl' },
  { name: 'UserRecord.user_id', implementation: 'user.record.userId' },
  {
    name: 'User.create: RobotoUnauthorizedException',
    implementation: 'users.create RobotoUnauthorizedException',
  },
  {
    name: 'User.create: RobotoInvalidRequestException',
    implementation: 'users.create RobotoInvalidRequestException',
  },
  {
    name: 'User.delete: RobotoUnauthorizedException',
    implementation: 'user.delete RobotoUnauthorizedException',
  },
  { name: 'User.delete: RobotoNotFoundException', implementation: 'user.delete RobotoNotFoundException' },
  {
    name: 'User.for_self: RobotoUnauthorizedException',
    implementation: 'users.forSelf RobotoUnauthorizedException',
  },
  { name: 'User.from_id: RobotoNotFoundException', implementation: 'users.fromId RobotoNotFoundException' },
  {
    name: 'User.from_id: RobotoUnauthorizedException',
    implementation: 'users.fromId RobotoUnauthorizedException',
  },
]

export const robotoSeed: Seed = { seed: '001', count: 40, page: 'roboto.md', operations }
