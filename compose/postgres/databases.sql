-- One database for each producer and each view; the services make their own tables.
CREATE DATABASE cars;
CREATE DATABASE loans;
CREATE DATABASE payments;
CREATE DATABASE car_view;
CREATE DATABASE loan_view;
CREATE DATABASE loan_payment_view;
CREATE DATABASE service_view;
